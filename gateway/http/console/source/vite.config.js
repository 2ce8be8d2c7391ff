// Builds the console into ../static: the page, its assets gzipped, and its trusted documents.
// The folder of the assets has the name of the page's path, so that relative URLs find them.
import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

const ASSETS = 'console/assets';
const LICENSES = 'licenses.md';
const DOCUMENTS = 'persisted-documents.json';

// The font is no module, so that Vite does not see its licence.
function fontLicense() {
  const text = readFileSync('node_modules/@fontsource-variable/inter/LICENSE', 'utf8');
  return `\n## @fontsource-variable/inter (OFL-1.1)\n\n${text}`;
}

const packaged = {
  name: 'packaged',
  apply: 'build',
  writeBundle(output) {
    const folder = join(output.dir, ASSETS);
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      writeFileSync(
        `${path}.gz`,
        gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }),
      );
      rmSync(path);
    }
    copyFileSync(join('src/gql', DOCUMENTS), join(output.dir, DOCUMENTS));
    appendFileSync(join(output.dir, LICENSES), fontLicense());
  },
};

export default defineConfig({
  base: './',
  plugins: [packaged],
  build: {
    assetsDir: ASSETS,
    emptyOutDir: true,
    license: { fileName: LICENSES },
    modulePreload: { polyfill: false },
    outDir: '../static',
    // Directives of libraries for servers, such as "use client", mean nothing here.
    rolldownOptions: {
      onwarn: (warning, show) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || show(warning),
    },
    target: 'es2022',
  },
  server: { proxy: { '/graphql': 'http://localhost:8000' } },
});
