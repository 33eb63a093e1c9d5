"""Speed and memory, each measured beside a reference in the same run; every module prints one table."""
