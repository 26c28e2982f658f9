/**
 * The server of {@code periplus mcp}: requests of the Model Context Protocol enter on standard input, answers leave on
 * standard output. Each request is one or two command lines of Periplus, run one at a time on threads of the SDK.
 */
@NullMarked
package dev.periplus.mcp;

import org.jspecify.annotations.NullMarked;
