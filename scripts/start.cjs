// npm start. In the words of an old Node, so that a Node that is too old can still read what it is told.
'use strict';

var wanted = [20, 19];
var here = process.versions.node.split('.').map(Number);
if (here[0] < wanted[0] || (here[0] === wanted[0] && here[1] < wanted[1])) {
  process.stderr.write(
    'git-codecommit needs Node ' +
      wanted.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '. See https://nodejs.org\n'
  );
  process.exit(1);
}

var spawn = require('child_process').spawn;
var existsSync = require('fs').existsSync;
var join = require('path').join;

var root = join(__dirname, '..');
if (!existsSync(join(root, 'node_modules', 'tsx'))) {
  process.stderr.write('The packages that build git-codecommit are not here yet. Run first: npm ci\n');
  process.exit(1);
}

// Ctrl-C reaches the child as well, which cleans up; until it has, this process waits for it.
process.on('SIGINT', function wait() {});

function run(args, next) {
  var child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  ['SIGTERM', 'SIGHUP'].forEach(function pass(signal) {
    process.on(signal, function handOn() {
      child.kill(signal);
    });
  });
  child.on('exit', function ended(code, signal) {
    if (code === 0 && next) next();
    else process.exit(signal ? 1 : code);
  });
}

run([join('scripts', 'build.js'), '--quiet'], function rehearse() {
  run(['--import', 'tsx', join('test', 'sandbox', 'rehearsal.ts')]);
});
