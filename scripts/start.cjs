// npm start: the rehearsal; npm run setup: the wizard for real use (`start.cjs setup`). In the words of an old Node, so
// that a Node that is too old can still read what it is told.
'use strict';

require('./demand-node.cjs');

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

run([join(root, 'scripts', 'build.js'), '--quiet'], function begin() {
  // npm starts its scripts at the top of the checkout, wherever somebody typed it.
  if (process.argv[2] === 'setup') run([join(root, 'dist', 'git-codecommit.js')].concat(process.argv.slice(2)));
  else run(['--import', 'tsx', join('test', 'sandbox', 'rehearsal.ts')]);
});
