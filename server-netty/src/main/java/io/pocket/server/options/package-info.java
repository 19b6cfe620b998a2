/** Types of command-line options that server processes share. */
package io.pocket.server.options;
