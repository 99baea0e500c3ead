"""Looks for credentials as botocore does where no profile is given to it, in many environments by one process.

stdin: a line of JSON a case, its AWS_* variables. stdout: a line of JSON each: what was found, {"from": null} for
nothing, or {"error": its class}.
"""
import json
import os
import sys

import botocore.session
from botocore.utils import ContainerMetadataFetcher

# Nobody is waited for between two tries.
ContainerMetadataFetcher.SLEEP_TIME = 0


def found():
    credentials = botocore.session.Session().get_credentials()
    if credentials is None:
        return {'from': None}
    keys = credentials.get_frozen_credentials()
    expiry = getattr(credentials, '_expiry_time', None)
    return {
        'from': credentials.method,
        'id': keys.access_key,
        'secret': keys.secret_key,
        'token': keys.token,
        'expiration': expiry and int(expiry.timestamp()),
    }


for line in sys.stdin:
    for name in [name for name in os.environ if name.startswith('AWS_')]:
        del os.environ[name]
    os.environ.update(json.loads(line))
    try:
        answer = found()
    except Exception as error:
        answer = {'error': type(error).__name__}
    print(json.dumps(answer), flush=True)
