/** Planted: web. */
@NullMarked
package dev.parley.architecture.planted.web;

import org.jspecify.annotations.NullMarked;
