/** How many nodes each tier has, whatever starts and ends them: a cluster's own means, or processes of one machine. */
package io.pocket.control.scale;
