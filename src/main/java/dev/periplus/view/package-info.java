/**
 * What the flows of a run say together: of servers, ports, hosts, time, and of what nobody can name. Records enter, on
 * one thread; rows leave at the end. Each view follows so many rows at most, and counts the flows that were too many.
 */
@NullMarked
package dev.periplus.view;

import org.jspecify.annotations.NullMarked;
