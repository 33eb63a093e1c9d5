"""What surrounds the code: the documentation, the image, the locks, who may import whom."""
