//! Reference data, carried by the program: communes, départements, caisses, the starting catalogue and parameters.
