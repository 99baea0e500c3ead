"""Reads credentials files as AWS's own Python code does, many in one process.

stdin: a line of JSON a file: {"text": base64, "profile": name}. stdout: a line of JSON each:
{"sections": …} what botocore's parser finds, or null where it rejects the file;
{"keys": [id, secret, token]} what botocore's credential provider takes for the profile;
{"cli": {key: value}} what the AWS CLI's own `aws configure get KEY --profile NAME` prints.
"""
import base64
import io
import json
import os
import sys
import tempfile
from types import SimpleNamespace

import botocore.configloader
import botocore.exceptions
import botocore.session
from awscli.customizations.configure.get import ConfigureGetCommand
from botocore.credentials import SharedCredentialProvider

KEYS = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'x_security_token_expires', 'aws_security_token', 'region']

folder = tempfile.mkdtemp()
path = os.path.join(folder, 'credentials')
os.environ.update(AWS_SHARED_CREDENTIALS_FILE=path, AWS_CONFIG_FILE=os.path.join(folder, 'none'), AWS_EC2_METADATA_DISABLED='true')


# Building a session takes 10 ms, so one is kept, and forgets the file and the profile each time.
session = botocore.session.Session()


def configure_get(key):
    out = io.StringIO()
    ConfigureGetCommand(session, out, io.StringIO())._run_main(SimpleNamespace(varname=key), None)
    return out.getvalue().rstrip('\n')


def read(profile):
    try:
        botocore.configloader.raw_config_parse(path)
    except botocore.exceptions.ConfigParseError:
        return {'sections': None}
    sections = botocore.configloader.raw_config_parse(path, parse_subsections=False)
    answer = {'sections': sections}
    if profile in sections and 'aws_access_key_id' in sections[profile]:
        credentials = SharedCredentialProvider(path, profile).load()
        answer['keys'] = [credentials.access_key, credentials.secret_key, credentials.token]
        session._config = session._profile_map = None
        session.set_config_variable('profile', profile)
        answer['cli'] = {key: configure_get(key) for key in KEYS}
    return answer


for line in sys.stdin:
    case = json.loads(line)
    with open(path, 'wb') as file:
        file.write(base64.b64decode(case['text']))
    print(json.dumps(read(case['profile'])))
