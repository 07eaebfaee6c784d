"""Start here: make the environment, then run Acervo, its tests, its long tests or its benchmarks.

Needs nothing but Python. This file keeps to syntax that an old Python can read,
so that an old Python gets a sentence and not a traceback; the work is in `dev_verbs.py`.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Check the Python that runs this, then hand over to the verbs."""
    if sys.version_info < OLDEST:
        found = "{}.{}.{}".format(*sys.version_info[:3])
        print("Acervo needs Python {}.{} or newer; this is Python {} at {}.".format(*OLDEST, found, sys.executable))
        print("Install a newer one and start again with it, for example: python3.12 packaging/dev.py run")
        return 2
    import dev_verbs  # here and not above: an old Python cannot even read it

    return dev_verbs.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
