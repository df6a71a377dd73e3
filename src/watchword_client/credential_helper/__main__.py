"""The helper where its command is not installed: `python -m watchword_client.credential_helper`."""

from watchword_client.credential_helper.main import main

if __name__ == "__main__":
    main()
