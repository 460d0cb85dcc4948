"""The dataset's book-keeping: which files it holds, from which runs, and how far a run has come."""
