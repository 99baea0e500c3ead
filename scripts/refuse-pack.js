// Before npm packs or publishes the checkout itself: its package.json asks for packages that the bundle in dist already
// holds.
// npm takes this for what goes before `npm run pack` too, which it calls by one of two names.
if (!['run', 'run-script'].includes(process.env.npm_command)) {
  process.stderr.write(
    'The checkout itself is not packed or published: run `npm run pack`, and publish the file that it makes.\n',
  );
  process.exit(1);
}
