/**
 * Reads images of unknown origin: finds their type by their content, removes everything from them that is no picture, and
 * makes thumbnails within bounded memory. Blocks on the disk. No type keeps state between images.
 */
@NullMarked
package dev.parley.files.image;

import org.jspecify.annotations.NullMarked;
