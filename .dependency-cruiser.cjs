/** The import rules of the rooms, from the inside out. See docs/architecture.md. */
const lib = (...rooms) => `^src/lib/(${rooms.join('|')})/`;

/** Room of src/lib → what it may import from src. */
const MAY = {
  domain: ['domain'],
  algorithms: ['domain', 'algorithms'],
  config: ['domain', 'algorithms', 'config'],
  ports: ['domain', 'ports'],
  adapters: ['domain', 'algorithms', 'ports', 'config', 'adapters'],
  policies: ['domain', 'algorithms', 'ports', 'policies'],
  collections: ['domain', 'algorithms', 'ports', 'collections'],
  stages: ['domain', 'algorithms', 'ports', 'collections', 'stages'],
  answering: ['domain', 'algorithms', 'ports', 'answering'],
  schedule: ['domain', 'ports', 'config', 'schedule'],
  observability: ['domain', 'ports', 'observability'],
  pipelines: [
    ...[
      'domain',
      'algorithms',
      'ports',
      'config',
      'collections',
      'stages',
      'answering',
      'pipelines',
    ],
  ],
  engine: [
    ...['domain', 'algorithms', 'ports', 'collections', 'stages', 'answering', 'pipelines'],
    ...['observability', 'engine'],
  ],
  server: ['domain', 'algorithms', 'ports', 'answering', 'config', 'observability', 'server'],
};

/**
 * The rooms around src/lib, from the inside out: each may import src/lib, itself, those before it, and types of what it
 * is given.
 */
const AROUND = ['view', 'actions', 'cli', 'commands'];
const around = (...rooms) => `^src/(${rooms.join('|')})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(MAY).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: lib(room), pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: lib(...allowed) },
    })),
    {
      name: 'adapters-stand-alone',
      comment:
        'One adapter never imports another; what they share belongs to their port’s folder, what all share beside the ' +
        'folders, and how services are called to adapters/http.',
      severity: 'error',
      from: { path: '^src/lib/adapters/([^/]+)/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/lib/adapters/',
        pathNot: [
          '^src/lib/adapters/$1/$2/',
          '^src/lib/adapters/$1/[^/]+\\.ts$',
          '^src/lib/adapters/http/',
        ],
      },
    },
    {
      name: 'only-app-names-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/lib/(app|adapters)/', '\\.test\\.ts$'] },
      to: { path: '^src/lib/adapters/' },
    },
    {
      name: 'lib-stands-alone',
      severity: 'error',
      from: { path: '^src/lib/', pathNot: '\\.test\\.ts$' },
      to: { path: around(...AROUND) },
    },
    ...AROUND.slice(0, -1).map((room, at) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: around(room), pathNot: '\\.test\\.ts$' },
      to: { path: around(...AROUND.slice(at + 1)), dependencyTypesNot: ['type-only'] },
    })),
    {
      name: 'no-file-in-the-hall',
      comment: 'Every file lies in a room.',
      severity: 'error',
      from: { path: '^src/(lib/)?[^/]+\\.ts$' },
      to: {},
    },
    {
      name: 'one-door-to-onnxruntime',
      comment: 'It reports home unless told not to before it is loaded.',
      severity: 'error',
      from: { pathNot: '^src/lib/algorithms/vectors/onnx-runtime\\.ts$' },
      to: { path: 'node_modules/onnxruntime-(node|common)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-development-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
