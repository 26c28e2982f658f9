/**
 * The library: what a program that embeds Periplus may use, and what an add-on may provide.
 *
 * <p>Start at {@link dev.periplus.api.Periplus}. Its types hold values of the JDK only, and they alone follow semantic
 * versioning; every other package may change in any release. Reviews, comparisons and other operations of the command line are in
 * {@code dev.periplus.command}. Add-ons implement {@link dev.periplus.api.FlowDetector},
 * {@link dev.periplus.api.FlowCorrelation}, {@link dev.periplus.api.FlowOutput} or {@link dev.periplus.api.PacketInput} and
 * name their class in {@code META-INF/services} (or {@code provides}) as {@link java.util.ServiceLoader} expects.
 *
 * <p>In: captures, interfaces, add-ons. Out: flows on the thread that ends them, one at a time.
 */
@NullMarked
package dev.periplus.api;

import org.jspecify.annotations.NullMarked;
