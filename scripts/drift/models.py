# What botocore's models and endpoints say of what is used here, as JSON: one name, one value each.
# usage: python models.py SERVICE.OPERATION...
import hashlib
import json
import sys

import botocore
import botocore.session

session = botocore.session.get_session()
loader = session.get_component('data_loader')
operations = sorted(sys.argv[1:])
services = sorted({name.split('.')[0] for name in operations} | {'codecommit', 'signin'})
facts = {}

endpoints = loader.load_data('endpoints')
for partition in endpoints['partitions']:
    name = partition['partition']
    facts[f'partition {name}'] = f"{partition['dnsSuffix']} {partition['regionRegex']}"
    for region in partition['services'].get('codecommit', {}).get('endpoints', {}):
        if region == 'fips':
            continue
        kind = 'CodeCommit by FIPS' if region.endswith('-fips') else 'CodeCommit'
        facts[f"{kind} in {region.removesuffix('-fips')}"] = name
for partition in loader.load_data('partitions')['partitions']:
    outputs = partition['outputs']
    facts[f"suffixes of {partition['id']}"] = f"{outputs['dnsSuffix']} {outputs['dualStackDnsSuffix']}"
    for region in partition['regions']:
        facts[f'Region {region}'] = partition['id']


def limits_of(shape):
    limits = {key: shape.metadata[key] for key in ('min', 'max', 'pattern') if key in shape.metadata}
    return ' '.join([shape.type_name, *(f'{key}={value}' for key, value in limits.items())])


def members_of(name, side, shape):
    if shape is None:
        return
    for key, member in shape.members.items():
        facts[f'{name} {side} {key}'] = limits_of(member)
        if getattr(member, 'enum', None):
            for value in member.enum:
                facts[f'{name} {side} {key} {value}'] = 'value'


for service in services:
    model = session.get_service_model(service)
    facts[f'version of {service}'] = model.api_version
    rules = json.dumps(loader.load_service_model(service, 'endpoint-rule-set-1'), sort_keys=True)
    facts[f'endpoint rules of {service}'] = hashlib.sha256(rules.encode()).hexdigest()[:12]
    if len(model.operation_names) < 40:
        for name in model.operation_names:
            facts[f'operation {service}.{name}'] = 'there'
for full in operations:
    service, name = full.split('.')
    model = session.get_service_model(service)
    if name not in model.operation_names:
        continue
    operation = model.operation_model(name)
    facts[f'operation {full}'] = 'there'
    members_of(full, 'takes', operation.input_shape)
    members_of(full, 'gives', operation.output_shape)
    for error in operation.error_shapes:
        facts[f"{full} refuses with {error.metadata.get('error', {}).get('code', error.name)}"] = error.name

json.dump({'version': botocore.__version__, 'facts': facts}, sys.stdout, indent=1, sort_keys=True)
