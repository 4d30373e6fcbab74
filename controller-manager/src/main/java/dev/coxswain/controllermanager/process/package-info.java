/// The process around controllers: how it begins to work, and what it shows of itself. Knows no
/// controller.
package dev.coxswain.controllermanager.process;
