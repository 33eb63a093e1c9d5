"""Fine-tuning is tested where torch is: nothing else of Copydesk needs it, and it is large."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_fine_tune.py"]
