"""A SAML identity provider made of pysaml2, for somebody who may take roles at AWS.

usage: pysaml2-idp.py FOLDER SIGNED ROLE...
FOLDER takes metadata.xml and response.txt (the response as a browser posts it); the key lies there too. SIGNED is what
is signed: response, assertion or both. A ROLE is `ROLE-ARN,PROVIDER-ARN`, as AWS wants it.
"""

import base64
import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NAME_FORMAT_URI, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY = "https://pysaml2.example.com/idp"
AWS = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:amazon:webservices">
  <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAssertionsSigned="true">
    <AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
      Location="https://signin.aws.amazon.com/saml" index="1" isDefault="true"/>
  </SPSSODescriptor>
</EntityDescriptor>"""


def write_key(folder):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pysaml2.example.com")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(pem)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def main():
    folder, signed, roles = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    write_key(folder)
    config = IdPConfig().load(
        {
            "entityid": ENTITY,
            "key_file": str(folder / "key.pem"),
            "cert_file": str(folder / "certificate.pem"),
            "metadata": {"inline": [AWS]},
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [("https://pysaml2.example.com/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}},
                }
            },
        }
    )
    (folder / "metadata.xml").write_text(str(entity_descriptor(config)))
    prefix = "https://aws.amazon.com/SAML/Attributes/"
    response = Server(config=config).create_authn_response(
        identity={
            prefix + "Role": roles,
            prefix + "RoleSessionName": ["ana@example.com"],
            prefix + "SessionDuration": ["7200"],
        },
        in_response_to=None,
        destination="https://signin.aws.amazon.com/saml",
        sp_entity_id="urn:amazon:webservices",
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="ana"),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"},
        sign_response=signed in ("response", "both"),
        sign_assertion=signed in ("assertion", "both"),
        sign_alg=SIG_RSA_SHA256,
        digest_alg=DIGEST_SHA256,
    )
    (folder / "response.txt").write_bytes(base64.b64encode(str(response).encode()))


main()
