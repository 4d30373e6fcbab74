/// The process around controllers: how it begins to work, and what it shows of itself. Knows them
/// by their names only.
package dev.coxswain.controllermanager.process;
