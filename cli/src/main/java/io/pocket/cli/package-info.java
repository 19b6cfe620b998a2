/** The command line of Pocket: {@code up} and {@code demo}. Started by the script {@code pocket} of the repository's root. */
package io.pocket.cli;
