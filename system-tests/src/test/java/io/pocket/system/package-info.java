/** Tests of a whole cluster of real processes on loopback, as users see it. */
package io.pocket.system;
