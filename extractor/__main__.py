"""`python -m extractor` is the command `juesuan`."""

from extractor.cli import main

if __name__ == "__main__":
    main()
