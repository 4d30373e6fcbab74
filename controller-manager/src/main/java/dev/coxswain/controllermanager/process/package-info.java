/// The process around control loops: its connection, its health and metrics, its leadership. Knows
/// no controller.
package dev.coxswain.controllermanager.process;
