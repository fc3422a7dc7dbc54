import tseslint from 'typescript-eslint';

const noIo = (what) => ({ selector: what.selector, message: what.message });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.gibsey/', 'coverage/', '.cache/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', '.dependency-cruiser.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/commands/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src/lib/**/*.ts'],
    ignores: ['src/lib/config/**', 'src/lib/algorithms/vectors/no-telemetry.ts', '**/*.test.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        noIo({
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in src/lib/config only.',
        }),
        noIo({
          selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']",
          message: 'Only bin/ ends the process.',
        }),
      ],
    },
  },
  {
    files: ['src/lib/{domain,algorithms,stages,pipelines,engine,answering,policies}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a seeded generator in.' },
        { object: 'Date', property: 'now', message: 'Pass the clock in.' },
        { object: 'performance', property: 'now', message: 'Pass the clock in.' },
      ],
    },
  },
  {
    files: ['src/lib/algorithms/text/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noIo({
          selector: "MemberExpression[object.name='Intl']",
          message: 'ICU differs between Node versions.',
        }),
        noIo({
          selector: "CallExpression[callee.property.name='localeCompare']",
          message: 'ICU differs between Node versions: compareBytewise.',
        }),
        noIo({
          selector: 'Literal[regex.pattern=/\\\\\\\\[pP]\\{/]',
          message: 'Unicode tables differ between Node versions.',
        }),
      ],
    },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts', 'bench/**/*.ts', 'eval/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
