/** How processes log: set up before the first line is written, by the thread that first asks for a logger. */
package io.pocket.server.logging;
