set -gx AWS_ACCESS_KEY_ID {{accessKeyId}}
set -gx AWS_SECRET_ACCESS_KEY {{secretAccessKey}}
set -gx AWS_SESSION_TOKEN {{sessionToken}}
set -gx AWS_CREDENTIAL_EXPIRATION {{expiration}}
