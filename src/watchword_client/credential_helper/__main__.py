"""The helper where its command is not installed: `python -P -m watchword_client.credential_helper`.

Without -P, Python would import from the folder that git is in, which is somebody's repository.
"""

from watchword_client.credential_helper.main import main

if __name__ == "__main__":
    main()
