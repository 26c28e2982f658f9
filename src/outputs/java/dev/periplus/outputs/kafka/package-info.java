/**
 * Apache Kafka: native records to a topic. Records enter on the thread of the sinks; the thread {@code kafka} makes
 * messages of them and hands them to the producer, whose own thread sends them.
 */
@NullMarked
package dev.periplus.outputs.kafka;

import org.jspecify.annotations.NullMarked;
