<?php
$roles = array_map(
    fn($role) => "arn:aws:iam::111122223333:role/$role,arn:aws:iam::111122223333:saml-provider/Corp",
    ['Developer', 'ReadOnly']
);
$config = [
    'corp' => [
        'exampleauth:UserPass',
        'ana:correct horse' => [
            'uid' => ['ana'],
            'https://aws.amazon.com/SAML/Attributes/Role' => $roles,
            'https://aws.amazon.com/SAML/Attributes/RoleSessionName' => ['ana@example.com'],
            'https://aws.amazon.com/SAML/Attributes/SessionDuration' => ['7200'],
        ],
    ],
];
