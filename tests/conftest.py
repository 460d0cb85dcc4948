"""What holds for all tests: no test is about the clock, which a busy machine stretches."""

from hypothesis import settings

settings.register_profile("juesuan", deadline=None)
settings.load_profile("juesuan")
