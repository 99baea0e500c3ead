// What stands before everything that needs a newer Node: one line for whoever has an old one. In the words of an old
// Node itself, which reads a whole file before it runs the first line. The build puts it in front of the command.
'use strict';

var wanted = [20, 19];
var here = process.versions.node.split('.').map(Number);
if (here[0] < wanted[0] || (here[0] === wanted[0] && here[1] < wanted[1])) {
  var message =
    'git-codecommit needs Node ' +
    wanted.join('.') +
    ' or newer; this is Node ' +
    process.versions.node +
    ' (' +
    process.execPath +
    ').';
  var hint = 'Install a newer one: https://nodejs.org';
  // As the command itself says what went wrong, to people and to programs.
  var isJson = process.argv.indexOf('--json') > 0 && !process.stderr.isTTY;
  var said = { error: { kind: 'failed', exitCode: 1, message: message, hint: hint, flags: [] }, log: [] };
  require('fs').writeSync(2, (isJson ? JSON.stringify(said) : message + ' ' + hint) + '\n');
  process.exit(1);
}
