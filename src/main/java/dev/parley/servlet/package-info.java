/**
 * What several ways in over HTTP need of the servlet container: bodies that are read without a thread that waits. Runs on the
 * threads of the web server.
 */
@NullMarked
package dev.parley.servlet;

import org.jspecify.annotations.NullMarked;
