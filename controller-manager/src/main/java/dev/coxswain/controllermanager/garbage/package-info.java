/// Deletes what nobody owns any more, and sees to the order in which owners and dependents go.
package dev.coxswain.controllermanager.garbage;
