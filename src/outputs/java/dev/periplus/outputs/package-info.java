/** Output formats that come in jars of their own ({@code --plugin}), for the libraries that they need. */
@NullMarked
package dev.periplus.outputs;

import org.jspecify.annotations.NullMarked;
