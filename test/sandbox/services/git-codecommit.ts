import { httpBackend } from '../git/http-backend.js';
import { pushedReferences } from '../git/receive-pack.js';
import { checkSignedPassword } from '../git/signed-password.js';
import type { Answer, Call, Service } from '../wire/exchange.js';
import { ServiceError } from '../wire/service-error.js';
import { xml } from '../wire/xml.js';
import { refusal } from '../aws/authorization.js';
import type { Caller } from '../aws/caller.js';
import type { Repository } from '../aws/repository.js';

const form = /^(\/v1\/repos\/([\w.-]{1,100}?)(?:\.git)?\/?)(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/;

async function answer(call: Call): Promise<Answer> {
  const [, signedPath, name, rest] = form.exec(decodePath(call.request.path)) ?? [];
  if (call.trouble === 'throttle') return refused(call, new ServiceError('ThrottlingException', 'Rate exceeded', 429));
  if (call.trouble === 'unavailable')
    return refused(call, new ServiceError('ServiceUnavailableException', 'Service is unable to handle request.', 503));
  const push = rest === '/git-receive-pack' || call.request.query === 'service=git-receive-pack';
  call.entry.operation = push ? 'GitPush' : 'GitPull';
  call.entry.parameters = { repository: name, path: rest };
  const [, basic] = /^Basic\s+(\S+)$/i.exec(call.request.headers.authorization ?? '') ?? [];
  if (basic === undefined) return { status: 401, headers: { 'www-authenticate': 'Basic realm="AWS CodeCommit"' } };
  if (signedPath === undefined || name === undefined || rest === undefined) return { status: 404, body: 'Not Found\n' };
  try {
    const caller = checkSignedPassword(call, basic, signedPath);
    call.entry.caller = caller.arn;
    const repository = permitted(call, caller, name, push);
    if (!repository) return { status: 404, body: 'Not Found\n' };
    return await httpBackend(repository.directory(), rest, call.request, caller.arn);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return refused(call, error);
  }
}

/** The repository of that name in the caller's own account, if the caller may; undefined if there is none. */
function permitted(call: Call, caller: Caller, name: string, push: boolean): Repository | undefined {
  const action = push ? 'codecommit:GitPush' : 'codecommit:GitPull';
  const arn = caller.account.arn('codecommit', name, call.place.region);
  // Which references a push changes is known with its POST only. Source: CodeCommit user guide, "Limit pushes and
  // merges to branches".
  const references = push ? pushedReferences(call.request.body) : [];
  for (const reference of references.length > 0 ? references : [undefined]) {
    const message = refusal(caller, action, arn, { 'codecommit:References': reference });
    if (message !== undefined) throw new ServiceError('AccessDeniedException', message, 403);
  }
  const repository = caller.account.repositories.find((one) => one.name === name && one.region === call.place.region);
  if (repository?.kmsFault)
    throw new ServiceError(repository.kmsFault, 'The encryption key for the repository cannot be used.', 403);
  return repository;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// The form of the one body that was ever published: the exception's name as the element, its message inside.
function refused(call: Call, error: ServiceError): Answer {
  call.entry.errorCode = error.code;
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml' },
    body: `${xml({ [error.code]: { Message: error.message } })}\n`,
  };
}

/** CodeCommit over Git: standard, FIPS, China and VPC endpoint hosts. */
export const gitCodeCommit: Service = {
  name: 'git-codecommit',
  serves: (_, place) => place?.service === 'git-codecommit',
  answer,
};
