import type { House } from '../core/ports/house.js';
import type { Examination } from '../doctor/cause.js';
import { checks } from '../doctor/index.js';
import { methods } from '../methods/index.js';
import { admit, type Complaint } from './admit.js';
import { examine } from './examine.js';
import type { Rooms } from './rooms.js';

/** Lets the doctor look at everything, from the beginning. */
export async function consult(complaint: Complaint, house: House, rooms: Rooms): Promise<Examination> {
  return await house.ui.step('Looking for the cause', async () => {
    const patient = await admit(complaint, house, rooms, methods);
    const forgetAnswer = (password: string): Promise<void> => rooms.answers.forget(password);
    return {
      patient,
      findings: await examine(checks, patient, {
        ...house,
        forgetAnswer,
        version: house.program.version,
        nodeVersion: process.version,
      }),
    };
  });
}
