"""The second reader: a small transformer that reads again what the first one is unsure about.

Optional: it needs `pip install copydesk[reader]`, and nothing here imports that before a reader is loaded.
"""
