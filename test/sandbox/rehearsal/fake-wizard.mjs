// A conversation that looks like the wizard's, to try the rehearsal with.
import inquirer from 'inquirer';

const prompt = inquirer.createPromptModule({ output: process.stderr });
const ask = async (question) => (await prompt([{ name: 'answer', ...question }])).answer;

process.stderr.write('The conversation begins.\n');
const way = await ask({
  type: 'select',
  loop: false,
  message: 'How do you sign in?',
  choices: ['With SAML', 'With a role', 'With keys'],
});
const code = await ask({
  type: 'input',
  message: 'MFA code of the app\n  Six digits\n  >',
  validate: (text) => /^\d{6}$/.test(text) || 'Six digits, please.',
});
process.stderr.write(`${way}, and the code is ${code}\n`);
