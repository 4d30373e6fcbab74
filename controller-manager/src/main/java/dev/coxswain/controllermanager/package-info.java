/// The program of all control loops: flags, wiring, and which controllers there are.
package dev.coxswain.controllermanager;
