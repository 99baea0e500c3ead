import type { Ports } from '../core/ports/ports.js';
import type { Diagnosis } from './cause.js';
import { checks } from './checks/index.js';
import { methods } from '../methods/index.js';
import type { DiagnosisRequest } from './diagnosis-request.js';
import { gatherFacts } from './gather-facts.js';
import { runChecks } from './run-checks.js';
import type { Stores } from '../stores/stores.js';

/** Lets the doctor look at everything, from the beginning. */
export async function diagnose(request: DiagnosisRequest, ports: Ports, stores: Stores): Promise<Diagnosis> {
  return await ports.ui.step('Looking for the cause', async () => {
    const facts = await gatherFacts(request, ports, stores, methods);
    const forgetPassword = (password: string): Promise<void> => stores.helperMemory.forget(password);
    return {
      facts,
      findings: await runChecks(checks, facts, {
        ...ports,
        forgetPassword,
        version: ports.program.version,
        nodeVersion: process.version,
      }),
    };
  });
}
