"""juesuan (决算): published Chinese department final accounts as tidy, audited data."""

__version__ = "0.1.0"
