<?php
// SimpleSAMLphp as an identity provider for AWS, on loopback. Paths and port come from the script that starts it.
$work = getenv('WORK');
$config = [
    'baseurlpath' => 'http://localhost:' . getenv('PORT') . '/',
    'certdir' => "$work/cert/",
    'loggingdir' => "$work/log/",
    'datadir' => "$work/data/",
    'tempdir' => "$work/tmp",
    'metadatadir' => __DIR__ . '/metadata/',
    'secretsalt' => 'only on loopback, and only for a minute',
    'auth.adminpassword' => bin2hex(random_bytes(16)),
    'technicalcontact_email' => 'na@example.org',
    'timezone' => 'UTC',
    'logging.handler' => 'file',
    'enable.saml20-idp' => true,
    'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
    'session.cookie.secure' => false,
    'session.phpsession.cookiename' => 'SimpleSAML',
    'session.phpsession.savepath' => "$work/tmp",
    'store.type' => 'phpsession',
    'language.default' => 'en',
    'theme.use' => 'default',
    'metadata.sources' => [['type' => 'flatfile']],
];
