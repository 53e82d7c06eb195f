/**
 * The parts of the servlet container that several ways in over HTTP need: bodies that are read without a thread that waits,
 * and the check of the origin. Runs on the threads of the web server.
 */
@NullMarked
package dev.parley.servlet;

import org.jspecify.annotations.NullMarked;
