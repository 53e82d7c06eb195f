/**
 * Images and files of messages: bounded uploads, the check of their content, and the directory in which they lie. A file
 * belongs to a message that contains its token, and is removed with it. Blocks on the disk, on its own thread and on those that
 * read uploads.
 */
@NullMarked
package dev.parley.files;

import org.jspecify.annotations.NullMarked;
