import { standInImages } from './make.ts';

/** Makes the stand-in images on the engine of this machine, and names them. */
for (const [name, image] of Object.entries(standInImages())) console.log(`images:${name}=${image}`);
